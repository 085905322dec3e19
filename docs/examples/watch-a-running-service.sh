#!/bin/sh
# Records what the page about watching a running service shows: a shop that leaks, its debug page and its alarm.
# Run it from the root, when leakcheck has been built, and nothing else runs. It takes some minutes.
set -eu
java=${JAVA_HOME:?is JDK 25}/bin/java
runs=docs/runs/watch-a-running-service
mkdir -p "$runs"
log=$(mktemp)
page=http://localhost:6060/debug/threads
shop=loosethreads.leakcheck.programs.WatchedShop
eyes='--add-exports java.base/jdk.internal.vm=ALL-UNNAMED'
classes=leakcheck/target/classes:leakcheck/target/test-classes

"$java" --enable-preview $eyes -cp "$classes" $shop 2>"$log" &
pid=$!
trap 'kill $pid; rm -f "$log"' EXIT
until curl -sf "$page" >/dev/null; do sleep 1; done

sleep 5
curl -s "$page?debug=1" >"$runs/text.txt"
curl -s "$page?format=json" | jq '.groups[0].stack |= [.[0], "…"] | .groups |= .[:1]' >"$runs/json.txt"
group=$(jq -r '.groups[0].id' "$runs/json.txt")
curl -s -X POST "$page?proof=$group" >"$runs/proof.txt"
curl -s -i -H 'Host: shop.example' "$page" | tr -d '\r' | grep -v '^Date:' >"$runs/rebinding.txt"
until grep -q 'threads grow' "$log"; do sleep 1; done
sed 's/^[A-Z][a-z][a-z] .*$/…/' "$log" | fold -s -w 110 >"$runs/alarm.txt"
kill $pid
wait $pid || true

"$java" --enable-preview -cp "$classes" $shop 2>&1 | sed -n '1p' | fold -s -w 110 >"$runs/without-flag.txt" || true
trap 'rm -f "$log"' EXIT

"$java" --enable-preview $eyes -XX:-EliminateAllocations -cp "$classes" \
  loosethreads.leakcheck.monitor.ProvesGroups | sed -n '/^3 /,/^Proof/p;/^Proof/q' >"$runs/proven.txt"

for threads in 10 10000 100000; do
  "$java" $eyes -Xmx1g -cp "$classes" docs/examples/WhatALookCosts.java $threads
done >"$runs/cost.txt"
