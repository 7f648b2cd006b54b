# "Has anyone tried …?" on a hub: what is asked, and asking.

questions-title = Questions
questions-about = What teachers want to know before they try it. Anybody can read what is asked and answered; whoever has an account can answer, here or from their own server.
questions-ask = Ask the hub's teachers
questions-which = Which questions
questions-open = Not answered yet
questions-answered = Answered
questions-none-open = Every question has an answer.
questions-none-answered = No question has been answered yet.
questions-all-answered = All that were answered
questions-answer-with = Choose the question that you answer with this practice:
questions-library = what others want to know, and asking something yourself
question-from-practice = Answer a question with it

question-is-about = About:
question-new-title = Has anyone tried …?
question-new-about = Your question is public and bears your name. Whoever follows what it is about hears of it, here or on another server, and where practices of the library may fit, you see them at once. You can ask three within a day.
question-text = What do you want to know?
question-text-hint = For instance: has anyone tried voice notes instead of marking in Year 8? Name no child.
question-begun = Has anyone tried { $text }?
question-concepts = What it is about
question-concepts-hint = Choose at least one thing and { $most } at most.
question-ask = Ask
question-remote = Answer from your own server
question-answers = Answers
question-no-answers = Nobody has answered yet.
question-answer = Answer it
question-answer-text = Your answer
question-answer-text-hint = It is public. Name no child.
question-answer-practice = A practice that answers it
question-answer-none = none
question-answer-no-practices = Have you tried it? <a href="/practices/new">Write it down as a practice</a>, and come back to name it here.
question-answer-send = Answer
question-sign-in = <a href="{ $href }" rel="nofollow">Sign in</a> to answer.
question-suggestions = Practices that may fit
question-no-suggestions = The library has no practice about this yet.

questions-empty-search = Has anyone tried this? <a href="{ $href }" rel="nofollow">Ask the hub's teachers</a>.

problem-question-empty = Write what you want to know.
problem-question-about = Choose at least one thing that it is about, and { $most } at most.
problem-question-enough = You have asked three questions within a day. Wait a little before the next one.
problem-answer-empty = Write something, or choose a practice.
problem-answer-practice = That practice cannot be named: it is gone, or not for everybody.
flash-question-asked = Your question is asked.
flash-question-answered = Your answer is there.
