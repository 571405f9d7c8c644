package cli

import "github.com/spf13/cobra"

// statusTopic explains the words of an answer to somebody who has never read
// one.
func (a *app) statusTopic() *cobra.Command {
	return a.topic("status", "What the words and signs of an answer mean", map[string][][2]string{
		"statuses": statusRows(),
		"marks": {
			{"disputed", "one passage refuses what another permits. The refusal still comes first: disputed does not mean that it may be taken after all"},
			{"of its kinds", "a group's members that the pages refuse more strictly than the group"},
			{"may concern it", "said of some or most of a group that it belongs to. It may or may not be among them, so no status is shown"},
			{"ahead", "with a week: what changes later in pregnancy"},
			{"Note", "limits and warnings that go with the lines above"},
			{"not shown", "how much more there is; --full shows all of it"},
			{"*, # and ^", "on a list, for want of room: disputed, some of its kinds are stricter, and not the same in every trimester"},
			{"+1", "on a list, behind a place or an authority: how many more there are"},
		},
		"speakers": {
			{"article", "the author of the page"},
			{"leaflet", "a package leaflet, as the page reports it"},
			{"doctor", "a doctor, as the page reports"},
			{"forum", "somebody in a forum"},
			{"reader", "a reader's comment"},
			{"forum (leaflet)", "somebody in a forum on what a leaflet says"},
		},
		"relations": {
			{"stricter", "authorities refuse more than the pages do"},
			{"less strict", "authorities refuse less (in JSON: milder). The pages' refusal stays"},
			{"as strict", "both come to the same (agree)"},
			{"they disagree", "one authority refuses what another accepts (differ)"},
			{"the pages are silent, authorities are not", "authorities accept what the pages do not speak of (speaks)"},
			{"none held", "backcare holds no position of an authority on this (none)"},
			{"looked for, none found", "the same, after a search"},
		},
		"weeks": {
			{"1st trimester", "to week 13"},
			{"2nd trimester", "week 14 to 27"},
			{"3rd trimester", "from week 28"},
		},
	}, `
  backcare drug lookup "nurofen gel" --week 22
  backcare drug list --lactation --status contraindicated`, `Every word reports what a page says, never what backcare thinks. Strictest first:

{statuses}

At the top of each part is the strictest thing that the pages say there. Breastfeeding is also called lactation, in flags and in JSON.

Words beside a status:

{marks}

Every line says who speaks, because a forum is not an article:

{speakers}

After it comes the place: doc-004:43 is line 43 of document 004, and "backcare document show doc-004:43" shows what was read there.

AUTHORITIES are the bodies that approve medicines or advise on them: regulators, approved leaflets, reference works. They are never counted in a status. How they compare with the pages:

{relations}

Their own words, strictest first: contraindicated, avoid, only if needed, caution, acceptable, no data. "From week 24" counts weeks as below.

Weeks are completed weeks since the first day of the last period:

{weeks}

--week 22 answers for one week, --due 2027-03-14 for the week of today by a due date. The due date may be a setting, a week may not: it would grow stale.`)
}
