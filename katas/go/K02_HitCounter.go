package start

import "sync/atomic"

// HitCounter counts hits, and takes back those of robots.
type HitCounter struct{ hits atomic.Int64 }

// Hit counts at once. If the filter finds a robot, it sends true; most of the time it sends nothing.
func (c *HitCounter) Hit(robot <-chan bool) {
	c.hits.Add(1)
	go func() {
		if <-robot { // a goroutine per hit, and most wait here for ever
			c.hits.Add(-1)
		}
	}()
}

// Hits is always right. runtime.NumGoroutine() tells the rest.
func (c *HitCounter) Hits() int64 { return c.hits.Load() }
