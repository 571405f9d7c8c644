//go:build !linux

package compiled

// largePages leaves it to the system what pages it gives.
func largePages[T any](s []T) []T { return s }
