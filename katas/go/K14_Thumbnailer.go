package context

import "context"

// Thumbnail looks cancellable: it takes a context, and comes back when that is done.
// But it starts the painter without it. The painter never hears of the end.
func Thumbnail(ctx context.Context, paint func(context.Context, string) string, photo string) (string, error) {
	done := make(chan string, 1)
	go func() {
		done <- paint(context.WithoutCancel(ctx), photo) // paint(ctx, photo)
	}()
	select {
	case picture := <-done:
		return picture, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
