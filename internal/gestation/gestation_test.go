package gestation

import (
	"errors"
	"testing"
	"time"
)

func TestParseWeek(t *testing.T) {
	for s, want := range map[string]int{"0": 0, "22": 22, " 42 ": 42, "007": 7} {
		if got, err := ParseWeek(s); err != nil || got != want {
			t.Errorf("ParseWeek(%q) = %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "-1", "43", "22+3", "22.5", "second", "1e1", "99999999999999999999"} {
		if got, err := ParseWeek(s); err == nil {
			t.Errorf("ParseWeek(%q) = %d; want an error", s, got)
		}
	}
}

func TestWeekAt(t *testing.T) {
	now := time.Date(2026, 11, 25, 23, 59, 0, 0, time.FixedZone("east", 14*3600))
	for _, c := range []struct {
		due  string
		want int
	}{
		{"2026-11-25", 40},
		{"2026-11-26", 39}, // one day short of 40 weeks
		{"2026-11-24", 40},
		{"2027-09-01", 0}, // 280 days ahead
		{"2027-08-25", 1},
		{"2026-11-05", 42}, // 42 weeks and 6 days
		{"2027-03-31", 22},
	} {
		if got, err := WeekAt(c.due, now); err != nil || got != c.want {
			t.Errorf("WeekAt(%q) = %d, %v; want %d", c.due, got, err, c.want)
		}
	}
	for _, s := range []string{"2027-09-02", "2026-11-04", "", "25.11.2026", "2027-02-30", "2027-3-1", "9999-12-31", "0000-01-01"} {
		got, err := WeekAt(s, now)
		var e *Error
		if !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("WeekAt(%q) = %d, %v; want an *Error with a hint", s, got, err)
		}
	}
}

// A day later is never an earlier week, whatever the due date.
func FuzzWeekAt(f *testing.F) {
	f.Add("2027-03-14", int64(0))
	f.Add("not a date", int64(86400*365))
	f.Fuzz(func(t *testing.T, due string, seconds int64) {
		now := time.Unix(seconds%(1<<35), 0).UTC()
		a, errA := WeekAt(due, now)
		b, errB := WeekAt(due, now.AddDate(0, 0, 1))
		if errA == nil && (a < 0 || a > MaxWeek) {
			t.Fatalf("week %d", a)
		}
		if errA == nil && errB == nil && (b < a || b > a+1) {
			t.Fatalf("week %d is followed by week %d", a, b)
		}
	})
}
