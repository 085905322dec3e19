#!/bin/sh
# Records what the page about finding a leak shows: every command of it, against the leaking server.
# Run it from the root, with K01 and K15 as they came. It takes a minute.
set -eu
java=${JAVA_HOME:?is JDK 25}/bin/java
jcmd=$JAVA_HOME/bin/jcmd
jfr=$JAVA_HOME/bin/jfr
runs=docs/runs/find-a-leak
mkdir -p "$runs"
work=$(mktemp -d)
cp docs/examples/ThreadGroups.java "$work"

"$JAVA_HOME/bin/javac" -d "$work" -sourcepath katas/src/main/java docs/examples/LeakingServer.java
"$java" -cp "$work" LeakingServer >"$work/server.txt" &
pid=$!
trap 'kill $pid; rm -rf "$work"' EXIT
root=$PWD
record() { tr -d '\r' | sed "s|$work|/tmp|g; s|\\b$pid\\b|4711|g" >"$root/$runs/$1.txt"; }
sleep 8
cd "$work"

"$jcmd" -l | grep "^$pid" | record processes
"$jcmd" $pid Thread.dump_to_file "$work/one.txt" | record dump
grep -A 11 '"greeter"' one.txt | head -n 11 | record dump-thread
sleep 10
"$jcmd" $pid Thread.dump_to_file "$work/two.txt" >/dev/null
"$java" ThreadGroups.java one.txt two.txt | record groups

"$jcmd" $pid Thread.dump_to_file -format=json "$work/three.json" >/dev/null
jq '[.threadDump.threadContainers[].threads[] | select(.virtual)][0]' three.json | record json-thread
jq -r '.threadDump.threadContainers[].container' three.json | sed 's/@.*//' | sort | uniq -c | sort -rn | record json-containers

"$jcmd" $pid Thread.print >print.txt
{
  echo "$ grep -c '^\"greeter\"' print.txt"; grep -c '^"greeter"' print.txt || true
  echo "$ grep -c '^\"pool-' print.txt"; grep -c '^"pool-' print.txt
} | record print

"$jcmd" $pid JFR.start name=leak jdk.VirtualThreadStart#enabled=true jdk.VirtualThreadEnd#enabled=true | record jfr-start
sleep 10
"$jcmd" $pid JFR.dump name=leak filename="$work/leak.jfr" | record jfr-dump
"$jcmd" $pid JFR.stop name=leak >/dev/null
"$jfr" summary leak.jfr | grep -E 'Event Type|=====|ThreadStart|ThreadEnd' | record jfr-summary
"$jfr" print --events ThreadStart --stack-depth 16 leak.jfr | sed -n '1,/^}/p' | record jfr-thread
"$jfr" print --events VirtualThreadStart --stack-depth 16 leak.jfr | sed -n '1,/^}/p' | record jfr-virtual
"$jfr" view thread-count leak.jfr | sed -n '1,12p' | record jfr-count

"$jcmd" $pid GC.class_histogram >histogram.txt
{ sed -n '2,3p' histogram.txt; grep -E 'K01_Greeter|VirtualThread |lang.Thread |ThreadPoolExecutor |StackChunk' histogram.txt; } | record histogram
"$jcmd" $pid GC.heap_dump -gz=1 "$work/heap.hprof.gz" | record heap-dump
