#!/bin/sh
# Records how much heap a waiting thread keeps, and what the JVM itself says about the memory of leaked platform
# threads, twice, ten seconds apart. Run it from the root, with K01 and K15 as they came.
set -eu
work=$(mktemp -d)
"${JAVA_HOME:?is JDK 25}/bin/javac" -d "$work" -sourcepath katas/src/main/java \
  docs/examples/LeakingServer.java docs/examples/WhatItHolds.java

holds() {
  runs=$(for _ in 1 2 3 4 5 6 7; do "$JAVA_HOME/bin/java" -cp "$work" WhatItHolds "$1" "$2"; done | sort -n)
  printf '%-8s  buffer %6d bytes  median %6d bytes of heap  (%d to %d, 7 runs)\n' "$1" "$2" \
    "$(echo "$runs" | sed -n 4p)" "$(echo "$runs" | sed -n 1p)" "$(echo "$runs" | sed -n 7p)"
}
for buffer in 1 65536; do holds virtual $buffer; holds platform $buffer; done >docs/runs/leak-cost-holds.txt

"$JAVA_HOME/bin/java" -XX:NativeMemoryTracking=summary -cp "$work" LeakingServer >/dev/null &
pid=$!
trap 'kill $pid; rm -rf "$work"' EXIT
look() { "$JAVA_HOME/bin/jcmd" $pid VM.native_memory summary | grep -A 3 -- '-  *Thread (reserved'; }
sleep 5
{ look; sleep 10; echo; echo 'Ten seconds later:'; echo; look; } >docs/runs/leak-cost-native.txt
