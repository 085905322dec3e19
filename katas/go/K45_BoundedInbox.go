package locks

import "sync"

// BoundedInbox keeps requests until the worker for their kind takes them. All kinds share its
// places.
type BoundedInbox struct {
	mu      sync.Mutex
	changed *sync.Cond // on mu
	places  int        // that are free
	byKind  map[string]int
}

// Take returns when there was a request of that kind.
func (b *BoundedInbox) Take(kind string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.byKind[kind] == 0 {
		b.changed.Wait()
	}
	b.byKind[kind]--
	b.places++
	b.changed.Signal() // perhaps somebody who wants no place
}

// Put waits for a place, and wakes one goroutine: perhaps one that waits for another kind.
func (b *BoundedInbox) Put(kind string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.places == 0 {
		b.changed.Wait()
	}
	b.places--
	b.byKind[kind]++
	b.changed.Signal() // Broadcast wakes them all, and each looks for itself.
}
