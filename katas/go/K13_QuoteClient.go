package context

import (
	"context"
	"time"
)

// We stop waiting after a while. The call holds a context that nobody cancels, and goes on.
func Quote(carrier func(context.Context, string) int, parcel string, patience time.Duration) (int, bool) {
	ctx := context.Background() // ctx, cancel := context.WithTimeout(context.Background(), patience); defer cancel()
	answer := make(chan int, 1)
	go func() { answer <- carrier(ctx, parcel) }()
	select {
	case cents := <-answer:
		return cents, true
	case <-time.After(patience):
		return 0, false
	}
}
