package render

// asJSON is an answer as one JSON document, indented by two spaces.
func asJSON(a Answer, _ Options) ([]byte, error) { return encode(a.JSON(), true) }
