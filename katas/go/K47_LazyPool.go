package locks

import (
	"sync"
	"sync/atomic"
)

// Pool starts its goroutines with the first job. A job that finds it closed is refused.
type Pool struct {
	once   sync.Once
	closed atomic.Bool
	jobs   atomic.Pointer[chan func()]
	size   func() int // asks another machine
}

func (p *Pool) Execute(job func()) bool {
	if p.closed.Load() {
		return false
	}
	p.once.Do(func() {
		jobs := make(chan func())
		for range p.size() { // Close comes and goes meanwhile
			go func() {
				for job := range jobs { // for ever
					job()
				}
			}()
		}
		p.jobs.Store(&jobs)
	})
	*p.jobs.Load() <- job
	return true
}

func (p *Pool) Close() {
	p.closed.Store(true)
	if jobs := p.jobs.Load(); jobs != nil {
		close(*jobs)
	}
}
