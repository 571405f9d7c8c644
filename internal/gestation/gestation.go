// Package gestation counts pregnancy in completed weeks of amenorrhoea, that
// is from the first day of the last period (contract, section 2).
package gestation

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// MaxWeek is the last week that counts: pregnancies do not go on past it.
const MaxWeek = 42

// term is the due date's age: 40 weeks.
const termDays = 40 * 7

// Error is a week or a due date that cannot be used.
type Error struct {
	Value string
	Hint  string
	what  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s %q", e.what, e.Value) }

// ParseWeek reads a completed week, a whole number from 0 to MaxWeek. The
// error is an *Error.
func ParseWeek(s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > MaxWeek {
		return 0, &Error{s, fmt.Sprintf("use a whole number from 0 to %d: completed weeks since the last period began", MaxWeek), "unusable week"}
	}
	return n, nil
}

// WeekAt gives the completed week on the day of now for a due date written
// as in 2027-03-14. Only calendar days count, so that neither the clock nor a
// change to summer time moves the week. The error is an *Error.
func WeekAt(due string, now time.Time) (int, error) {
	d, err := time.Parse(time.DateOnly, strings.TrimSpace(due))
	if err != nil {
		return 0, &Error{due, "write it as year-month-day, as in 2027-03-14", "unusable due date"}
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	days := termDays - int(d.Sub(today)/(24*time.Hour))
	if days < 0 {
		return 0, &Error{due, fmt.Sprintf("it is more than 40 weeks after today, %s", today.Format(time.DateOnly)), "no week follows from due date"}
	}
	if days/7 > MaxWeek {
		return 0, &Error{due, fmt.Sprintf("by it, today, %s, is past week %d", today.Format(time.DateOnly), MaxWeek), "no week follows from due date"}
	}
	return days / 7, nil
}
