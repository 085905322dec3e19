// Calls a program that leaks a goroutine N times, and says what that costs: a line for each value,
// as the Java programs beside it do. Built and run by the benchmark "go", when there is a Go.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"time"
)

const first = 20

func main() {
	program, known := programs[os.Args[1]]
	n, err := strconv.Atoi(os.Args[2])
	if !known || err != nil {
		fmt.Fprintln(os.Stderr, "usage: leaks context|channel|select N")
		os.Exit(2)
	}
	call(program, first)
	settle(1 + first)

	before := memory()
	start := time.Now()
	call(program, n)
	settle(1 + first + n)
	say("time to start each", millis(time.Since(start))/float64(n))

	start = time.Now()
	runtime.GC()
	say("full collection", millis(time.Since(start)))
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	say("longest stop in it", float64(stats.PauseNs[(stats.NumGC+255)%256])/1e6)
	say("retained memory each", float64(memory()-before)/float64(n))

	start = time.Now()
	count := runtime.NumGoroutine()
	say("time to count", millis(time.Since(start)))
	start = time.Now()
	if err := pprof.Lookup("goroutine").WriteTo(io.Discard, 1); err != nil {
		panic(err)
	}
	say("time to list by stack", millis(time.Since(start)))

	if count != 1+first+n {
		fmt.Fprintf(os.Stderr, "expected %d goroutines, and there are %d\n", 1+first+n, count)
		os.Exit(1)
	}
	say("live threads", float64(count-1-first))
}

func call(program func(), times int) {
	for i := 0; i < times; i++ {
		program()
	}
}

// Waits until all are there. Then as many more get a turn, so that each stands where it will stay.
func settle(expected int) {
	for deadline := time.Now().Add(2 * time.Minute); runtime.NumGoroutine() != expected; {
		if time.Now().After(deadline) {
			fmt.Fprintf(os.Stderr, "expected %d goroutines, and there are %d\n", expected, runtime.NumGoroutine())
			os.Exit(1)
		}
		runtime.Gosched()
	}
	for i := 0; i < 2*runtime.GOMAXPROCS(0); i++ {
		runtime.Gosched()
	}
}

// The heap in use and all stacks, after two collections.
func memory() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc + stats.StackInuse
}

func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func say(metric string, value float64) {
	fmt.Printf("%s=%g\n", metric, value)
}
