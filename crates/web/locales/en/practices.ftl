# Practices: one of them, its versions, and finding them.

practice-withdrawn-trail = Withdrawn practice
practice-withdrawn = Its author does not stand by this practice any more. What came of it elsewhere remains.
practice-withdrawn-text = What it said before it was withdrawn
practice-elsewhere = This practice is on <bdi>{ $host }</bdi>: <a href="{ $href }" rel="nofollow noopener external">see it there</a>. What came of it is counted here, of what this server has seen.
practice-try = We're trying this
practice-report-outcome = Report what happened
practice-author = By
practice-organisation = Where
practice-version = Version
practice-version-number = Version { $version }
practice-written = Written
practice-language = Language
practice-region = Region
practice-licence = Licence

practice-facts = In short
practice-learners = Learners who took part
practice-comparison-learners = Learners to compare with
practice-ages = Ages
practice-ages-between = { $from } to { $to }
practice-ages-from = from { $from }
practice-ages-to = up to { $to }
practice-who-delivers = Who does it

practice-ledger = What came of it where others tried it
practice-ledger-about = Settings are counted, not posts: a school counts once, however many of its teachers report. Those who report chose to, so there is no average and no percentage.
practice-theirs = What the author's server says
practice-theirs-at = As of { $time }

practice-description = What was done
practice-steps = Step by step
practice-materials = Materials
practice-material-licence = Licence:
practice-material-same-licence = as the practice
practice-rationale = Why it should work
practice-did-not-work = What did not work
practice-warning = What we would warn about
practice-products = Products
practice-interest = Interest that the author declares:
practice-no-interest = The author declares no interest in a product.
practice-works = Works that are cited
practice-work-study = study
practice-work-comparison = independent comparison
practice-work-wide = evidence from many places
practice-approach = Approach of the Teaching and Learning Toolkit:
practice-approach-figures = { $months ->
    [one] { $months } month of additional progress on average, security of the evidence { $padlocks } of 5; this is about the approach, not about this practice
   *[other] { $months } months of additional progress on average, security of the evidence { $padlocks } of 5; this is about the approach, not about this practice
}

practice-reports = Reports, by result
practice-reports-none = Nobody has reported what came of it yet.
practice-reports-none-older = There are no older reports.
practice-reports-older = Older reports
practice-rejected = Not taken into the ledger
practice-rejected-entry = See the entry

practice-family = What it was made from, and what was made from it
practice-family-about = What worked in a changed form is no result of the form that was changed: each has a ledger of its own.
practice-family-drawing = A drawing of the practices in the table below: on the left what this one was made from, on the right what was made from it
practice-family-table = The same as a table
practice-family-practice = Practice
practice-family-relation = How it is related
practice-family-ledger = What came of it
practice-family-not-here = This server has not seen it.

practice-like-mine = Settings like mine
practice-like-mine-about = Choose what your own setting is like, and see only what came of it there.
practice-like-mine-few = Fewer than three such settings have reported: too few to count. What they wrote is there to be read.
practice-like-mine-report = A report:
practice-like-mine-any = any
practice-like-mine-region = Country
practice-like-mine-region-hint = Two letters, such as GB.
practice-like-mine-show = Show settings like mine

practice-answers = What else people said
practice-cite = Cite this
# A citation: author (year). Title. Version 2. Instance. Address
practice-citation = { $author } ({ $year }). { $title }. Version { $version }. { $instance }. { $url }
practice-bibtex = As BibTeX
practice-onward = Share, follow, report
practice-share = To share it, give people this address: <code class="copy">{ $url }</code>
practice-remote = Answer or share it from your own server
practice-edit = Change this practice
practice-print = To print it, use your browser's print command: it is made to fit two pages.
practice-report = Report this practice to the people who look after this server

practice-gone = This practice was deleted
practice-gone-about = Its author deleted it; { $time }. Its text is gone.
practice-gone-none = Nobody else had reported anything about it.
practice-gone-reports = What others reported about it
practice-gone-reports-about = What others found out stays theirs.

versions-title = Versions: { $title }
versions-back = Back to the practice
versions-about = Another version begins where the steps, the technology or the size of the group change. Reports are about the version that was tried.
versions-current = current

practices-title = Practices
practices-about = What teachers tried, how they know, and what came of it elsewhere. Look by words, by what practices are about, or <a href="/browse">browse by concept</a>.
practices-search = Find practices
practices-words = Words
practices-chosen = Chosen
practices-remove = Remove
practices-narrow = Narrow down
practices-counted = The newest 2,000 were counted; there are more.
practices-find = Find practices
practices-latest = Latest practices
practices-found = Found
practices-older-found = Older practices
practices-older = Older practices
practices-none = There are no practices here yet.
practices-none-found = Nothing was found. Try fewer words, take something away that you chose, or see <a href="/practices">all practices</a>.
practices-none-here = Nothing for you among these; there are older ones.
practices-feed = <a href="{ $href }">The same as a feed</a>, for a feed reader.
practices-level = How sure:
practices-result = Result:

browse-title = Browse by concept
browse-about = What practices are about, and how many there are of each. The names are those of the <a href="/vocab/">vocabulary</a>, which says what they mean.

# What feed readers show.
feed-practices = Practices: { $instance }
