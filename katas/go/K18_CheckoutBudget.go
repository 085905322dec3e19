package context

import (
	"context"
	"time"
)

type Service func(ctx context.Context, request string) (string, error)

func Order(ctx context.Context, cart string, warehouse, risk, bank Service) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	for _, service := range []Service{warehouse, risk, bank} {
		var err error
		if cart, err = ask(service, cart); err != nil { // ask(ctx, service, cart)
			return "", err
		}
	}
	return cart, ctx.Err()
}

// Five seconds from now, whatever the caller has left: its context is not the parent of this one.
func ask(service Service, request string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return service(ctx, request)
}
