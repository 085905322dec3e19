package context

import (
	"sync/atomic"
	"time"
)

type Session struct {
	user   string
	token  atomic.Value
	closed atomic.Bool
	login  func(user string) (token string, life time.Duration)
}

// The timer holds the session until it fires, and then there is the next one.
func (s *Session) Renew() {
	if s.closed.Load() {
		return
	}
	token, life := s.login(s.user)
	s.token.Store(token)
	time.AfterFunc(life/2, s.Renew) // s.next = time.AfterFunc(...), with a lock
}

func (s *Session) Close() {
	s.closed.Store(true) // and s.next.Stop()
}
