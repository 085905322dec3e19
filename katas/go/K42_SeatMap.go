package locks

import (
	"errors"
	"sync"
)

// SeatMap sells the seats of a theater.
type SeatMap struct {
	mu   sync.Mutex
	sold map[string]string
}

// Book sells a seat, unless somebody else has it.
func (m *SeatMap) Book(seat, customer string) error {
	m.mu.Lock()
	if owner, taken := m.sold[seat]; taken && owner != customer {
		return errors.New(seat + " is taken") // with the lock in its pocket
	}
	m.sold[seat] = customer
	m.mu.Unlock()
	return nil
}

// defer m.mu.Unlock(), in the second line, and the return is harmless.
