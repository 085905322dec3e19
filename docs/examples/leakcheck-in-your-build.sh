#!/bin/sh
# Records what the page about leakcheck in your own build shows. Run it from the root; leakcheck must be
# installed in the local repository, as the page says. MAVEN_ARGS is passed on. It takes a minute.
set -eu
repository=$PWD
runs=$PWD/docs/runs/your-build
mkdir -p "$runs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r docs/examples/your-build/. "$work"
cd "$work"

maven() { mvn -B -ntp ${MAVEN_ARGS:-} test "$@" 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | sed "s|$work|your-build|g"; }
failure() { sed -n '/<<< FAILURE! -- in/,/^Next:/p' | sed 's/ -- Time elapsed: [0-9.]* s//; s/, Time elapsed: [0-9.]* s//'; }

maven -Dtest=OutboxTest | failure >"$runs/leaking.txt"
maven -Dtest=OutboxTest -Dleakcheck.eyes= | failure >"$runs/without-flags.txt"
sed -i 's/    Thread.ofVirtual/    sender = Thread.ofVirtual/; s/close() {}/close() { sender.interrupt(); }/; s/^  private final Block/  private final Thread sender;\n&/' \
  src/main/java/shop/Outbox.java
maven -Dtest=OutboxTest | grep -E 'Tests run:|BUILD' | sed 's/, Time elapsed: [0-9.]* s//' >"$runs/mended.txt"

# Back to the leaking one, for the pages about a code base that has leaks.
cp "$repository/docs/examples/your-build/src/main/java/shop/Outbox.java" src/main/java/shop/Outbox.java
maven -Dtest=OutboxTest -Dleakcheck.baseline=leaks.txt -Dleakcheck.baseline.write=true >/dev/null
cp leaks.txt "$runs/baseline.txt"
warning() { sed -n "s/.*\\(WARNING: $1\\)/\\1/; /WARNING: $1/,/^\\[/p" | grep -v '^\['; }
maven -Dtest=OutboxTest -Dleakcheck.baseline=leaks.txt | warning 'known leak' >"$runs/known.txt"
maven -Dtest=AllowedTest,SharedPoolTest -Dleakcheck.culprit=true -Djunit.jupiter.extensions.autodetection.enabled=true |
  warning 'leakcheck.culprit' >"$runs/culprit.txt"
