package context

import "context"

// One value is received, and as many are sent as there are mirrors. All but one wait for ever.
func Download(ctx context.Context, mirrors []func(context.Context, string) (string, error), file string) string {
	copies := make(chan string) // make(chan string, len(mirrors)): nobody has to wait
	// ctx, cancel := context.WithCancel(ctx); defer cancel(): and nobody has to work
	for _, fetch := range mirrors {
		go func() {
			if content, err := fetch(ctx, file); err == nil {
				copies <- content
			}
		}()
	}
	return <-copies // and if all of them fail, this one waits for ever
}
