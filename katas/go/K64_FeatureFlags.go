package wild

import "sync"

// Shop tells everybody who is interested when it closes.
type Shop struct {
	mu    sync.Mutex
	tells []func()
}

// AfterClosing has something done when the shop closes, in some weeks.
func (s *Shop) AfterClosing(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tells = append(s.tells, f)
}

// IsOn sends the answer of the server, or what is usual when the shop closes before.
func IsOn(shop *Shop, server <-chan bool, visitor *Visitor) <-chan bool {
	answer := make(chan bool, 2)
	shop.AfterClosing(func() { answer <- visitor.Staff }) // and holds the visitor until then
	go func() { answer <- <-server }()                    // ends when the server answers
	return answer
}

// Visitor looks at a shop, with a basket that may be heavy.
type Visitor struct {
	Staff  bool
	Basket []byte
}
