package monitor

import (
	"log"
	"runtime"
	"time"
)

// Watch says so when there are many more goroutines than an hour ago.
func Watch() {
	before := 0
	for range time.Tick(time.Hour) {
		now := runtime.NumGoroutine()
		if before > 0 && now > before*12/10 {
			log.Printf("leak? %d goroutines, and %d an hour ago", now, before)
		}
		before = now
	}
}

// A burst on the hour is an alarm. A goroutine a minute is none, if there are a thousand.
