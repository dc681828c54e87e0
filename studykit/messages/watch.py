"""What `watch` says, and what `build` says of reading less or more than it has to."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help-watch": (
        "Follow the notes: a saved note's deck changes at once, its package when things are quiet.\n\n"
        "Ctrl-C ends it. Example: studykit watch",
        "跟随笔记：笔记一保存，牌组随即更新；安静下来后再更新牌组包。\n\n按 Ctrl-C 结束。例：studykit watch",
    ),
    "help-watch-quiet": (
        "Seconds without a change after which packages are written.",
        "多少秒没有变化之后写牌组包。",
    ),
    "help-build-package": (
        "Write the packages too. What is left out now is written by the next build.",
        "同时写牌组包。这次不写的，下次构建再写。",
    ),
    "help-build-full": (
        "Read every note and every deck, whatever the last build remembers.",
        "重新读取所有笔记和牌组，不用上次构建记下的内容。",
    ),
    "watch-started": (
        "watching {vault} and {decks}; Ctrl-C ends it",
        "正在跟随 {vault} 和 {decks}；按 Ctrl-C 结束",
    ),
    "watch-built": (
        "{time}  {changes}  ({cause}; {milliseconds} ms)",
        "{time}  {changes}  （{cause}；{milliseconds} 毫秒）",
    ),
    "watch-same": ("no card changed", "没有卡片变化"),
    "watch-queued": (
        "{time}  {count} {count:unit waits|units wait} for the model: it is asked when nothing is saved for "
        "{seconds} s, or by the next "
        "build",
        "{time}  有 {count} 个单元等待模型：{seconds} 秒没有保存之后，或在下次构建时，再去询问",
    ),
    "watch-packaged": ("{time}  packages written: {names}", "{time}  已写牌组包：{names}"),
    "watch-failed": ("{time}  {message}", "{time}  {message}"),
    "watch-busy": (
        "{time}  another build is running (process {pid}); trying again",
        "{time}  另一个构建正在运行（进程 {pid}）；稍后再试",
    ),
    "watch-ended": (
        "watched for {seconds} s: {builds} {builds:build|builds}, {changed} with changed cards",
        "共跟随 {seconds} 秒：构建 {builds} 次，其中 {changed} 次有卡片变化",
    ),
    "watch-more": ("{first} and {count} more", "{first} 等另外 {count} 个"),
    "watch-look": ("looked at everything", "全部重新查看"),
}
