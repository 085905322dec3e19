package wild

import (
	"context"

	"github.com/fsnotify/fsnotify"
)

// Watch tells of each file that changes, until the context is done.
func Watch(ctx context.Context, folder string, tell func(string)) error {
	watcher, err := fsnotify.NewWatcher() // starts a goroutine of its own
	if err != nil {
		return err
	}
	if err := watcher.Add(folder); err != nil {
		return err // without watcher.Close()
	}
	go func() {
		for {
			select {
			case event := <-watcher.Events:
				tell(event.Name)
			case <-ctx.Done():
				return // without watcher.Close()
			}
		}
	}()
	return nil
}
