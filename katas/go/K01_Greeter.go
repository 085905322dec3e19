package start

// The goroutine waits for a name. The stand is closed, and nobody sends one any more.
type Greeter struct {
	visitors chan string
}

func NewGreeter(screen func(string)) *Greeter {
	g := &Greeter{visitors: make(chan string, 100)}
	go func() {
		for {
			name := <-g.visitors
			screen("Hello, " + name + "!")
		}
	}()
	return g
}

func (g *Greeter) Welcome(name string) { g.visitors <- name }

func (g *Greeter) Close() {} // close(g.visitors), and `for name := range g.visitors` above
