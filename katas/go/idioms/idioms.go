// Package idioms has the Go half of the excerpts that the book shows side by side.
package idioms

import (
	"context"
	"sync"
	"time"
)

func poll(ctx context.Context, work func()) {
	// tag::cancel[]
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		for ctx.Err() == nil {
			work()
		}
	}()
	// end::cancel[]

	// tag::cancel[]
	cancel()
	// end::cancel[]
}

func tick(ctx context.Context, work func()) {
	// tag::done[]
	for {
		work()
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
	// end::done[]
}

func askWithin(ctx context.Context, limit time.Duration, ask func(context.Context) (string, error)) (string, error) {
	// tag::timeout[]
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return ask(ctx)
	// end::timeout[]
}

// tag::key[]
type userKey struct{}

// end::key[]

func handle(ctx context.Context, name string, request func(context.Context)) {
	// tag::value[]
	request(context.WithValue(ctx, userKey{}, name))
	// end::value[]
}

func greeting(ctx context.Context) string {
	// tag::value[]
	user, ok := ctx.Value(userKey{}).(string)
	// end::value[]
	if !ok {
		user = "stranger"
	}
	return "Hello, " + user
}

func each(parts []string, store func(string)) {
	// tag::group[]
	var group sync.WaitGroup
	for _, part := range parts {
		part := part // not needed since Go 1.22
		group.Add(1)
		go func() {
			defer group.Done()
			store(part)
		}()
	}
	group.Wait()
	// end::group[]
}

func first(ctx context.Context, mirrors []func(context.Context) string) string {
	// tag::race[]
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // calls the others off
	copies := make(chan string, len(mirrors))
	for _, fetch := range mirrors {
		fetch := fetch
		go func() { copies <- fetch(ctx) }()
	}
	return <-copies
	// end::race[]
}

var mu sync.Mutex

func locked(change func()) {
	// tag::mutex[]
	mu.Lock()
	defer mu.Unlock()
	change()
	// end::mutex[]
}

func channels(n int) (chan string, chan string) {
	// tag::make[]
	handshake := make(chan string)
	room := make(chan string, n)
	// end::make[]
	return handshake, room
}

func read(log []string, lines chan<- string) {
	// tag::close[]
	defer close(lines)
	for _, line := range log {
		lines <- line
	}
	// end::close[]
}

func write(lines <-chan string, archive func(string)) {
	// tag::range[]
	for line := range lines {
		archive(line)
	}
	// end::range[]
}

func next(lines <-chan string) string {
	// tag::ok[]
	line, ok := <-lines
	if !ok {
		return "(no more)"
	}
	return line
	// end::ok[]
}

func host(over <-chan struct{}, guests <-chan string, greet func(string)) {
	// tag::select[]
	for {
		select {
		case <-over:
			return
		case guest := <-guests:
			greet(guest)
		}
	}
	// end::select[]
}

func end(over chan struct{}) {
	// tag::end[]
	close(over)
	// end::end[]
}

func say(over <-chan struct{}, guests chan<- string, name string) bool {
	// tag::send[]
	select {
	case <-over:
		return false
	case guests <- name:
		return true
	}
	// end::send[]
}

func look(lines <-chan string) string {
	// tag::default[]
	select {
	case line := <-lines:
		return line
	default:
		return "(nothing yet)"
	}
	// end::default[]
}

func heartbeat(messages <-chan string, silence time.Duration) string {
	// tag::after[]
	select {
	case message := <-messages:
		return message
	case <-time.After(silence):
		return "I am still here."
	}
	// end::after[]
}

func merge(big, small <-chan string, desk func(string)) {
	// tag::nil[]
	for big != nil || small != nil {
		select {
		case line, ok := <-big:
			if !ok {
				big = nil // never ready again
				continue
			}
			desk(line)
		case line, ok := <-small:
			if !ok {
				small = nil
				continue
			}
			desk(line)
		}
	}
	// end::nil[]
}

func ask(registry func() string) <-chan string {
	// tag::mailbox[]
	answer := make(chan string, 1)
	go func() { answer <- registry() }() // never waits
	// end::mailbox[]
	return answer
}
