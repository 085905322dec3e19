package locks

import "sync"

// Cache keeps settings.
type Cache struct {
	mu       sync.RWMutex
	settings map[string]string
	source   func(string) string
}

// Get tells a setting, and fetches it if it is not there.
func (c *Cache) Get(name string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if setting, found := c.settings[name]; found {
		return setting
	}
	c.mu.Lock() // waits until nobody reads, and we do
	defer c.mu.Unlock()
	c.settings[name] = c.source(name)
	return c.settings[name]
}
