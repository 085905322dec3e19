package locks

import "sync"

// Account is a balance that needs its lock.
type Account struct {
	mu    sync.Mutex
	cents int
}

// Pay moves money. Pay(a, b, 1) and Pay(b, a, 1) at the same time can both wait for ever.
func Pay(payer, payee *Account, cents int) {
	payer.mu.Lock()
	defer payer.mu.Unlock()
	payee.mu.Lock()
	defer payee.mu.Unlock()
	payer.cents -= cents
	payee.cents += cents
}
