package monitor

import (
	"fmt"
	"io"
	"runtime"
	"runtime/pprof"
)

// Page writes what net/http/pprof shows at /debug/pprof/goroutine?debug=1: a group for each stack,
// "42 @ 0x43e2d6 0x40a3ac 0x4b1f12", the biggest first.
func Page(out io.Writer) error {
	return pprof.Lookup("goroutine").WriteTo(out, 1)
}

// GroupsByTop does the same by hand, and gets it wrong: all that wait wait in gopark.
func GroupsByTop() map[string]int {
	all := make([]runtime.StackRecord, runtime.NumGoroutine()+10)
	n, _ := runtime.GoroutineProfile(all)
	groups := map[string]int{}
	for _, each := range all[:n] {
		top := each.Stack()[:1] // each.Stack0, all of it, would be the key
		groups[fmt.Sprint(top)]++
	}
	return groups
}
