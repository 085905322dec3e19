package context

import (
	"context"
	"time"
)

// The context is there, it is even cancelled. The loop does not look at it.
func Tick(ctx context.Context, exchange func() int, interval time.Duration, screen func(int)) {
	for {
		select {
		default: // case <-ctx.Done(): return
			screen(exchange())
			time.Sleep(interval) // and this should be a timer in the same select
		}
	}
}

func Open(exchange func() int, screen func(int)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go Tick(ctx, exchange, time.Second, screen)
	return cancel
}
