package compiled

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// largePages asks the system for large pages under a list that is about to be
// filled: page by page, that takes longer than filling it. It is only a wish.
func largePages[T any](s []T) []T {
	const page = 2 << 20
	size := uintptr(len(s)) * unsafe.Sizeof(*new(T))
	if size < 2*page {
		return s
	}
	at := uintptr(unsafe.Pointer(unsafe.SliceData(s)))
	skip := (page - at%page) % page
	whole := (size - skip) / page * page
	b := unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(s)), skip)), whole)
	_ = unix.Madvise(b, unix.MADV_HUGEPAGE)
	return s
}
