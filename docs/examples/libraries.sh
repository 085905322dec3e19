#!/bin/sh
# Records what the pages about libraries and about another detector show. Run it from the root, with nothing
# else running. MAVEN_ARGS is passed on. It needs JDK 25 as JAVA_HOME, and half an hour, most of it for new JVMs.
set -eu
runs=$PWD/docs/runs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn -B -ntp ${MAVEN_ARGS:-} -Plibraries -pl leakcheck,leakcheck/libraries package -Dtest=WellKnownTest \
  org.apache.maven.plugins:maven-dependency-plugin:build-classpath -Dmdep.outputFile="$work/classpath"
mkdir -p "$runs/libraries"
cp leakcheck/libraries/target/reports/*.txt "$runs/libraries"

# Only what the detectors need: a long class path slows the start of a JVM.
needed=$(tr ':' '\n' <"$work/classpath" | grep -E 'leakcheck|junit|opentest4j|apiguardian|jspecify|randomizedtesting' | tr '\n' ':')
"$JAVA_HOME/bin/java" --enable-preview -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  --add-exports java.base/jdk.internal.vm=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED \
  --add-opens java.base/java.util.concurrent.locks=ALL-UNNAMED \
  -cp "leakcheck/libraries/target/test-classes:$needed" loosethreads.detection.DetectionTable "$runs/detection.txt"
