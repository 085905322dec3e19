package monitor

import (
	"bytes"
	"runtime"
	"runtime/pprof"
)

// LiveGoroutines counts all goroutines. In Go the obvious way is the right one.
func LiveGoroutines() int {
	return runtime.NumGoroutine()
}

// OperatingSystemThreads is what ThreadMXBean counts in Java. It is nearly constant: a million
// goroutines that wait need no thread.
func OperatingSystemThreads() int {
	return pprof.Lookup("threadcreate").Count()
}

// Dump is the long way: the same number is in its first line, "goroutine profile: total 42".
func Dump() (string, error) {
	var dump bytes.Buffer
	err := pprof.Lookup("goroutine").WriteTo(&dump, 1)
	return dump.String(), err
}
