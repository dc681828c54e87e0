"""What a quiz says where it is a conversation, and what it says of a model that marks and explains."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # the conversation
    "chat-welcome": (
        "{count} {count:question|questions}, one at a time; answer in your own words. Say “hint”, “skip”, “why?”, "
        "“quiz me on …”, “how "
        "am I doing?” or “stop”; “help” lists more.",
        "共 {count} 题，一题一题来，用自己的话回答即可。可以说“提示”“跳过”“为什么”“考我……”“我做得怎么样”“停”；"
        "“帮助”列出更多。",
    ),
    "chat-resumed": (
        "Let us go on: {left} of {count} {count:question|questions} {left:is|are} open.",
        "我们继续：共 {count} 题，还剩 {left} 题。",
    ),
    "chat-no-exam": (
        "An exam tells nothing before its end, so it is no conversation: use `studykit quiz --exam` without --chat.",
        "考试在结束前不给反馈，不适合对话：请不带 --chat 使用 `studykit quiz --exam`。",
    ),
    "chat-you": ("you", "你"),
    "chat-help": (
        "While a question is open:  your answer · hint · I don't know · skip · repeat\n"
        "After the answer:          next · why? · I was right · I was wrong; for your own words 0 to 4, or easy\n"
        "Any time:                  quiz me on … · how am I doing? · finish (the report) · stop (and go on later)\n"
        "An answer that is one of these words: put = before it. A wish that could be an answer: put / before it.",
        "题目未答时：  你的回答 · 提示 · 不知道 · 跳过 · 再说一遍\n"
        "作答之后：    下一题 · 为什么 · 我答对了 · 我答错了；论述题可给 0–4 分，或说“太简单了”\n"
        "任何时候：    考我…… · 我做得怎么样 · 结束（看报告）· 停（以后继续）\n"
        "答案恰好是这些词时在前面加 =；指令可能被当成答案时在前面加 /。",
    ),
    "chat-answer-first": (
        "First your answer; then I tell you why. A hint is there for the asking.",
        "请先回答，然后我再解释。需要的话可以要“提示”。",
    ),
    "chat-say-something": (
        "I am listening: your answer, “hint”, “skip” or “I don't know”.",
        "请说出你的回答，或说“提示”“跳过”“不知道”。",
    ),
    "chat-your-question": (
        "That reads like a question, so it is not judged. Answer first (“hint” helps, “I don't know” shows it); then "
        "“why?” shows the note. If it is your answer, put = before it.",
        "这看起来是一个提问，没有当作回答。请先作答（可要“提示”，或说“不知道”直接看答案），之后说“为什么”可看笔记原文；"
        "如果它就是你的回答，请在前面加 =。",
    ),
    "chat-not-understood": (
        "Say “next”, “why?”, “I was right”, or “help”.",
        "可以说“下一题”“为什么”“我答对了”，或“帮助”。",
    ),
    "chat-no-hint": ("There is no more hint to this one.", "这一题没有更多提示了。"),
    "chat-skipped": ("Later, then.", "先放一放，稍后再问。"),
    "chat-last-one": (
        "It is the only one that is still open: answer it, or say “I don't know” or “finish”.",
        "只剩这一题没有回答：请作答，或说“不知道”“结束”。",
    ),
    "chat-mark-it": (
        "Compare, then give yourself 0 to 4 points (3 and 4 are right).",
        "请对照参考答案给自己评 0–4 分（3、4 分算对）。",
    ),
    "chat-nothing-to-mark": ("There is nothing to mark here.", "这里没有需要评分的内容。"),
    "chat-is-so": ("It counts so already.", "现在就是这样算的。"),
    "chat-changed": ("I have changed that.", "已改判。"),
    "chat-changed-name": ("Counted as right; “{name}” is right from now on.", "已改判为正确；以后也接受“{name}”。"),
    "chat-marked": ("{points} of 4.", "{points}/4 分。"),
    "chat-standing": (
        "{right} right of {answered} answered; {count} {count:question|questions} in all, hints {hints}.",
        "已答 {answered} 题，答对 {right} 题；共 {count} 题，用了 {hints} 次提示。",
    ),
    "chat-standing-weakest": ("Most was missed in {section}.", "错得最多的是：{section}。"),
    "chat-kept": (
        "Everything is kept: `studykit quiz --chat --resume` goes on.",
        "作答都已保存：`studykit quiz --chat --resume` 可继续。",
    ),
    "chat-other-kept": (
        "The quiz so far is kept; `studykit quiz --chat --resume` goes on with the last one that is open.",
        "刚才的测验已保存；`studykit quiz --chat --resume` 会继续最近一次未完成的测验。",
    ),
    "chat-about": ("Then: {topic}.", "好，来考：{topic}。"),
    "chat-only-this": ("There is only this quiz here.", "这里只有这一次测验。"),
    "chat-no-such-question": ("There is no such question now.", "现在没有这道题。"),
    "chat-not-its-turn": ("Another question is open now.", "现在问的是另一题。"),
    "chat-again": ("Once more, as it was missed:", "刚才答错的，再来一次："),
    "chat-so": ("Right is:", "正确答案："),
    "chat-compare": ("The reference:", "参考答案："),
    "chat-told-right": ("✓ {reason}.", "✓ {reason}。"),
    "chat-told-wrong": ("✗ {reason}.", "✗ {reason}。"),
    "chat-told-part": ("✗ partly right: {percent} %.", "✗ 部分正确：{percent}%。"),
    "chat-next-or-why": ("“next”, or “why?”", "“下一题”，或“为什么”"),
    "chat-offer": (
        "{count} missed cards are not due. Shall I count each as one Again now? (yes / no)",
        "有 {count} 道错题的卡片尚未到期。要现在各记一次“重来”吗？（要 / 不用）",
    ),
    "chat-given-back": (
        "Done: {count} {count:card is|cards are} asked again soon.",
        "好的：{count} 张卡片很快会再出现。",
    ),
    "chat-not-given-back": ("The schedule stays as it is.", "复习计划保持不变。"),
    "chat-how-choice": ("Which one? A letter, or its words.", "选哪一项？请说字母或原文。"),
    "chat-how-several": ("Which ones? Letters, as in “a c”.", "选哪几项？请说字母，如“a c”。"),
    "chat-how-true-false": ("True, or false?", "对，还是错？"),
    "chat-how-matching": (
        "The letters of what belongs to 1, 2, 3 …, as in “b c a”.",
        "请依次说出 1、2、3……对应的字母，如“b c a”。",
    ),
    "chat-how-ordering": ("The letters in the right order, as in “c a b”.", "请按正确顺序说出字母，如“c a b”。"),
    "chat-how-typed": ("Your answer?", "你的回答？"),
    "chat-how-cloze": ("What stands in the gap?", "空缺处是什么？"),
    "chat-how-free": ("In your own words.", "用自己的话说说。"),
    # a model
    "quiz-model-ask": (
        "The settings name a model: {model} at {host}. It would mark answers in your own words and explain answers. "
        "Sent are the question, its reference and quote, your answer, and for an explanation the piece of the note; "
        "nothing of private notes.",
        "设置中指定了模型：{host} 的 {model}。它可以给论述题评分，并解释答案。"
        "会发送题目、参考答案与引文、你的回答，解释时还会发送相应的笔记片段；私密笔记的内容一概不发送。",
    ),
    "quiz-model-agree": ("Send this to {host}?", "可以发送到 {host} 吗？"),
    "quiz-model-not-asked": (
        "The model at {host} is not used: nobody agreed to it yet. On a terminal the quiz asks.",
        "未使用 {host} 的模型：尚未得到同意。在终端中运行测验时会询问。",
    ),
    "quiz-model-not-used": ("No model is used: {reason}", "未使用模型：{reason}"),
    "quiz-model-marking": (
        "{model} is marking … (Ctrl+C: mark it yourself)",
        "{model} 正在评分……（Ctrl+C：自己评分）",
    ),
    "quiz-model-explaining": ("{model} explains from the note:", "{model} 根据笔记解释："),
    "quiz-model-failed": ("No mark of the model: {reason} You mark it.", "模型没有给分：{reason}请自己评分。"),
    "quiz-model-not-explained": ("No explanation of the model: {reason}", "模型没有解释：{reason}"),
    "quiz-model-points": ("{model} gives {points} of 4. {reason}", "{model} 给 {points}/4 分。{reason}"),
    "quiz-model-met": ("✓ {points}", "✓ {points}"),
    "quiz-model-unmet": ("– {points}", "– {points}"),
    "quiz-model-doubted": (
        "Points that it found, but in no words of your answer, so that they do not count: {count}",
        "它声称提到、但在你的回答中找不到依据而不计入的要点：{count}",
    ),
    "quiz-model-take": (
        "Enter takes these {points} points; 0 to 5 are yours (5: all, and easily)",
        "回车采用这 {points} 分；也可自评 0–5 分（5 表示全对且很轻松）",
    ),
    "quiz-model-take-chat": (
        "“next” takes these {points} points; or say 0 to 4, or “easy”.",
        "说“下一题”采用这 {points} 分；也可自评 0–4 分，或说“太简单了”。",
    ),
    "quiz-model-dropped": (
        "Sentences left out, as what it rests on is not in the note: {count}",
        "因依据不在笔记中而略去的句子：{count}",
    ),
    "quiz-model-nothing-said": ("The note says no more about it.", "笔记中没有更多说明。"),
    "quiz-model-both": ("the model {model}, you {person}", "模型 {model} 分，你 {person} 分"),
    "quiz-model-agreement": (
        "Marked by you and a model: {own}; the same {same}, one point apart {near}, further {far} (the model gave less "
        "{harsher} times). Marks of the model that you took as they were: {accepted}.",
        "你与模型都评分的回答：{own}；相同 {same}，差 1 分 {near}，相差更多 {far}（其中模型偏严 {harsher} 次）。"
        "直接采用模型评分的：{accepted}。",
    ),
    # why there is no word of it; `Failed` of studykit.llm by code
    "quiz-why-model-private": ("the note is private, and nothing of it is sent.", "笔记是私密的，不发送任何内容。"),
    "quiz-why-model-secret": ("it holds what looks like a key or a password.", "其中有疑似密钥或密码的内容。"),
    "quiz-why-model-nothing": ("there is no one note to explain it from.", "没有可用来解释的单篇笔记。"),
    "quiz-why-model-refused": ("the model declined ({said}).", "模型拒绝了（{said}）。"),
    "quiz-why-model-empty": ("the model said nothing.", "模型没有作答。"),
    "quiz-why-model-shape": ("what the model said could not be used.", "模型的回答无法使用。"),
    "quiz-why-model-truncated": ("what the model said broke off.", "模型的回答中断了。"),
    "quiz-why-model-too-long": ("it is longer than the model reads at once.", "内容超出模型一次能读的长度。"),
    "quiz-why-model-timeout": (
        "{host} did not answer within {seconds} seconds.",
        "{host} 在 {seconds} 秒内没有回答。",
    ),
    "quiz-why-model-cut": ("the connection to {host} broke off.", "与 {host} 的连接中断了。"),
    "quiz-why-model-strange": ("{host} sent what is no answer of a model.", "{host} 返回的不是模型的回答。"),
    "quiz-why-model-rate-limited": ("{host} takes no more requests now.", "{host} 暂时不再接受请求。"),
    "quiz-why-model-server": ("{host} failed with status {status}.", "{host} 出错，状态 {status}。"),
    "quiz-why-model-unreachable": ("{host} cannot be reached.", "无法连接 {host}。"),
    "quiz-why-model-key-refused": ("{host} refused the key of {variable}.", "{host} 拒绝了 {variable} 的密钥。"),
    "quiz-why-model-no-credit": ("{host} says that there is no credit left.", "{host} 表示余额不足。"),
    "quiz-why-model-unknown": ("{host} does not know the model {model}.", "{host} 没有模型 {model}。"),
    "quiz-why-model-no-service": ("{host} does not answer as a model's server does.", "{host} 不像模型服务。"),
    "quiz-why-stopped": ("you stopped it.", "你中止了。"),
    # the screen
    "tui-quiz-marking": (
        "{model} is marking; you may mark it yourself meanwhile",
        "{model} 正在评分；你也可以先自己评",
    ),
    "tui-quiz-take-mark": ("take {points}", "采用 {points} 分"),
    "tui-quiz-mark-5": ("easily", "很轻松"),
    "tui-quiz-explain": ("explain", "解释"),
}
