"""Drafting with a model: what stops a run, why a unit has no new cards, and what is wrong with a prompt."""

_PROMPT = "{path}:{line}: "

TEXTS: dict[str, tuple[str, str]] = {
    # what stops a run
    "model-unreachable": (
        "{host} cannot be reached. Is the server running, is there a network? `[llm] base_url` in studykit.toml says "
        "where to look. What was drafted before is kept.",
        "无法连接 {host}。请确认服务已启动、网络可用；地址由 studykit.toml 的 `[llm] base_url` 决定。"
        "此前已生成的内容都已保存。",
    ),
    "model-no-key": (
        "The environment variable {variable} is not set: it holds the key for {host}. Set it, or name another one with "
        "`[llm] api_key_env` in studykit.toml.",
        "环境变量 {variable} 未设置：它应存放 {host} 的密钥。"
        "请设置它，或在 studykit.toml 的 `[llm] api_key_env` 指定别的变量。",
    ),
    "model-key-odd": (
        "What {variable} holds cannot be a key: it has blanks or characters that a key never has. Set it again.",
        "{variable} 的内容不可能是密钥：其中有空白或密钥不会有的字符。请重新设置。",
    ),
    "model-key-refused": (
        "{host} refused the key of {variable} (status {status}). Check that it is the right one and still valid.",
        "{host} 拒绝了 {variable} 里的密钥（状态 {status}）。请确认它正确且仍然有效。",
    ),
    "model-no-credit": (
        "{host} says that the account has no credit left (status {status}). What was drafted before is kept; build "
        "again when there is.",
        "{host} 表示账户余额不足（状态 {status}）。此前已生成的内容都已保存；充值后再次构建即可继续。",
    ),
    "model-unknown": (
        "{host} does not know the model {model}. Set `[llm] model` in studykit.toml to one that it offers.",
        "{host} 没有模型 {model}。请在 studykit.toml 的 `[llm] model` 填写它提供的模型。",
    ),
    "model-no-model": (
        "No model is named for {host}. Set `[llm] model` in studykit.toml; the preset {preset} has none there.",
        "没有为 {host} 指定模型。请在 studykit.toml 设置 `[llm] model`；预设 {preset} 在此没有默认模型。",
    ),
    "model-no-service": (
        "{host} answers, but not as a model's server does (status {status}). `[llm] base_url` usually ends in `/v1`.",
        "{host} 有响应，但不像模型服务（状态 {status}）。`[llm] base_url` 通常以 `/v1` 结尾。",
    ),
    "model-plain-http": (
        "The key of {variable} would go to {address} without encryption. Use `https://` in `[llm] base_url`.",
        "{variable} 的密钥将以未加密方式发往 {address}。请在 `[llm] base_url` 使用 `https://`。",
    ),
    "model-address": (
        "`{key}` is no address of a server: write `https://host/v1`, without a user, password or anything behind it.",
        "`{key}` 不是服务器地址：请写成 `https://主机/v1`，不带用户名、密码或其他后缀。",
    ),
    # why a unit has no new cards
    "model-refused": (
        "The model declined: {said}. The old cards stay.",
        "模型拒绝作答：{said}。原有卡片保持不变。",
    ),
    "model-empty": (
        "The model answered nothing, twice ({errors}). The old cards stay.",
        "模型两次都没有作答（{errors}）。原有卡片保持不变。",
    ),
    "model-shape": (
        "The answer could not be used, twice: {errors}. The old cards stay; a stronger model may do it.",
        "回答两次都无法使用：{errors}。原有卡片保持不变；换更强的模型也许可以。",
    ),
    "model-truncated": (
        "The answer broke off at {tokens} tokens and the unit cannot be cut further. Raise `[llm] max_tokens`, or "
        "split the note with headings.",
        "回答在 {tokens} 个 token 处中断，而该单元无法再拆。请调高 `[llm] max_tokens`，或用标题拆分笔记。",
    ),
    "model-too-long": (
        "The note is longer than the model reads at once, and cannot be cut further. Split it with headings.",
        "笔记超出模型一次能读的长度，且无法再拆。请用标题拆分笔记。",
    ),
    "model-timeout": (
        "{host} did not answer within {seconds} {seconds:second|seconds}. Build again to go on; `[llm] timeout` "
        "gives it longer.",
        "{host} 在 {seconds} 秒内没有回答。再次构建即可继续；可用 `[llm] timeout` 延长等待。",
    ),
    "model-cut": (
        "The connection to {host} broke off. Build again to go on.",
        "与 {host} 的连接中断。再次构建即可继续。",
    ),
    "model-strange": (
        "{host} sent something that is no answer of a model ({detail}). Is `[llm] base_url` right?",
        "{host} 返回的不是模型的回答（{detail}）。`[llm] base_url` 是否正确？",
    ),
    "model-rate-limited": (
        "{host} takes no more requests now (it asks to wait {seconds} s). Build again later to go on, or lower "
        "`[llm] concurrency`.",
        "{host} 暂时不再接受请求（要求等待 {seconds} 秒）。请稍后再次构建以继续，或调低 `[llm] concurrency`。",
    ),
    "model-server": (
        "{host} failed with status {status}: {detail}. Build again to go on.",
        "{host} 出错，状态 {status}：{detail}。再次构建即可继续。",
    ),
    "model-budget": (
        "The budget of ${dollars} would be passed. What was drafted is kept; build again to go on.",
        "将超出 {dollars} 美元的预算。已生成的内容都已保存；再次构建即可继续。",
    ),
    "model-no-card": (
        "None of {count} {count:card|cards} passed the checks, twice ({codes}). The old cards stay.",
        "{count} 张卡片两次都没有通过检查（{codes}）。原有卡片保持不变。",
    ),
    "model-private": (
        "The note is private: nothing of it is sent. Rules draft it on this machine.",
        "这篇笔记是私密的：不会发送任何内容，由本机的规则出卡。",
    ),
    "model-secret": (
        "The unit holds what looks like a secret ({kind}, line {line} of the unit): nothing of it is sent; rules draft "
        "it on this machine. Remove it from the note.",
        "该单元含有疑似机密（{kind}，单元第 {line} 行）：不会发送任何内容，由本机的规则出卡。请从笔记中移除。",
    ),
    "model-nothing": (
        "Nothing of the unit is left to send.",
        "该单元没有可发送的内容。",
    ),
    "model-one-note": (
        "The section has fewer than two notes that can be sent: there is nothing to compare.",
        "该小节可发送的笔记不足两篇：没有可比较的内容。",
    ),
    "model-two-quotes": (
        "A card that joins notes needs quotes from two of them.",
        "联系多篇笔记的卡片需要来自两篇笔记的引文。",
    ),
    # a build with a model
    "step-model": ("Asking the model", "询问模型"),
    "step-model-done": ("the model drafted {count} {count:unit|units}", "模型完成了 {count} 个单元"),
    "model-left": (
        "{count} {count:unit|units} that a model drafts {count:has|have} changed and {count:was|were} not asked "
        "for: the cards stay as they are. "
        "`studykit build --drafter model` asks.",
        "{count} 个由模型出卡的单元有改动但没有询问模型：它们的卡片保持不变。"
        "用 `studykit build --drafter model` 询问。",
    ),
    "model-budget-left": (
        "The budget of ${dollars} would be passed (${spent} spent): {count} {count:unit was|units were} not asked "
        "for, and the old "
        "cards stay. Build again to go on.",
        "将超出 {dollars} 美元的预算（已用 {spent} 美元）：{count} 个单元没有询问，原有卡片保持不变。"
        "再次构建即可继续。",
    ),
    "model-withdrawn": (
        "The model would no longer ask this; it stays until you delete it: {front}",
        "模型认为这张卡片不必再问；在你删除之前它会保留：{front}",
    ),
    "model-not-asked": (
        "Nothing was sent to {host}: nobody agreed to it yet. Build on a terminal to be asked, or with `--drafter "
        "model --yes`; `--dry-run` shows what would be sent and what it costs.",
        "没有向 {host} 发送任何内容：尚未得到同意。请在终端中构建以便确认，或使用 `--drafter model --yes`；"
        "`--dry-run` 会显示将发送什么、费用多少。",
    ),
    "model-no-price": (
        "The price of {model} is not known, so no budget can be kept. Say it in studykit.toml: "
        '`[llm.prices."{model}"]` with `input` and `output`, US dollars for a million tokens.',
        '不知道 {model} 的价格，无法遵守预算。请在 studykit.toml 中填写：`[llm.prices."{model}"]` 的 `input` 与 '
        "`output`，单位为每百万 token 的美元数。",
    ),
    "model-quote": (
        "{host}, model {model}: {units} {units:unit|units} and {sections} {sections:section|sections}, about "
        "{sent} tokens in and {received} out",
        "{host}，模型 {model}：{units} 个单元、{sections} 个小节，约发送 {sent} 个、接收 {received} 个 token",
    ),
    "model-quote-price": (
        "about ${dollars} (price of {date})",
        "约 {dollars} 美元（价格日期 {date}）",
    ),
    "model-quote-no-price": (
        "the price of this model is not known: see `[llm.prices]` in studykit.toml",
        "不知道此模型的价格：见 studykit.toml 的 `[llm.prices]`",
    ),
    "model-quote-free": ("on this machine: nothing to pay", "在本机运行：无需付费"),
    "model-quote-nothing": ("nothing changed: nothing would be sent", "没有变化：不会发送任何内容"),
    "model-ask": (
        "The text of these notes goes to {host}; private notes stay here. Send it?",
        "这些笔记的内容将发送到 {host}；私密笔记不会发送。确定发送吗？",
    ),
    "model-used": (
        "{requests} {requests:request|requests}, {sent} tokens in ({cached} of them read before), {received} out",
        "{requests} 次请求，发送 {sent} 个 token（其中 {cached} 个已缓存），接收 {received} 个",
    ),
    "help-build-budget": (
        "Stop before a model costs more than this, in US dollars.",
        "模型费用超过此数（美元）之前停止。",
    ),
    "help-build-judge": (
        "Let the model look over what it drafted. It only flags; you decide.",
        "让模型复查自己出的卡片。它只作标记，由你决定。",
    ),
    # prompts, batches, checks
    "help-prompts": (
        'What a model is asked: the prompts, and what a unit would send.\n\nExample: studykit prompts --unit "GRPO.md"',
        '向模型提问的内容：提示词，以及某个单元会发送什么。\n\n例：studykit prompts --unit "GRPO.md"',
    ),
    "help-prompts-unit": (
        "Show word by word what would be sent for a unit; send nothing.",
        "逐字显示某个单元会发送的内容，不会真的发送。",
    ),
    "help-prompts-diff": (
        "Show how your own prompts differ from those that come with studykit.",
        "显示你的提示词与自带提示词的差别。",
    ),
    "prompts-own": ("(your own)", "（你自己的）"),
    "prompts-same": ("no prompt of your own differs from the packaged", "你的提示词与自带的没有差别"),
    "prompts-tokens": ("{unit}: about {tokens} tokens", "{unit}：约 {tokens} 个 token"),
    "prompt-no-unit": (
        "No note that is drafted is called “{note}”. Name it by its path, or as a link would.",
        "没有名为“{note}”的可出卡笔记。请写出路径，或像链接那样写。",
    ),
    "prompt-no-heading": (
        "{note} has no unit whose heading holds “{heading}”. It has: {known}",
        "{note} 没有标题含“{heading}”的单元。现有：{known}",
    ),
    "help-doctor-check": (
        "Send one tiny request to the model: what the server takes, whether it keeps to the shape, how fast it is.",
        "向模型发送一个很小的请求：看服务器接受什么、是否遵守格式、速度如何。",
    ),
    "check-host": ("{host}, model {model}", "{host}，模型 {model}"),
    "check-rung": ("answers are asked for as {rung}", "以 {rung} 方式请求回答"),
    "check-without": ("left out, as the server refuses them: {names}", "因服务器拒绝而省略：{names}"),
    "check-enforced": ("the server keeps the model to the shape", "服务器能让模型遵守格式"),
    "check-not-enforced": (
        "the server does not keep the model to the shape: every answer is checked, and some are asked for twice",
        "服务器不强制格式：每个回答都会检查，有些要问两次",
    ),
    "check-speed": (
        "{seconds} s for {received} tokens out ({speed} tokens a second)",
        "{seconds} 秒，收到 {received} 个 token（每秒 {speed} 个）",
    ),
    "help-batch": (
        "Draft a large vault in batches: files of requests, for OpenAI's Batch API or `vllm run-batch`.\n\n"
        "Example: studykit batch write requests/",
        "成批处理大的笔记库：请求文件，用于 OpenAI Batch API 或 `vllm run-batch`。\n\n"
        "例：studykit batch write requests/",
    ),
    "help-batch-write": (
        "Write what `build --drafter model` would ask into files in a folder.\n\n"
        "Example: studykit batch write requests/",
        "把 `build --drafter model` 要问的内容写成文件，放进一个文件夹。\n\n例：studykit batch write requests/",
    ),
    "help-batch-submit": (
        "Also upload the files and start the batches, where the host offers that.",
        "同时上传文件并启动批处理（若主机提供）。",
    ),
    "help-batch-status": (
        "How the batches that were submitted are doing.\n\nExample: studykit batch status",
        "已提交批处理的进度。\n\n例：studykit batch status",
    ),
    "help-batch-read": (
        "Take in files of results; they may be partial, and read again. The next build uses them.\n\n"
        "Example: studykit batch read results/*.jsonl",
        "读入结果文件，可以不完整，也可以重复读入。下次构建会使用它们。\n\n例：studykit batch read results/*.jsonl",
    ),
    "batch-written": ("{path}: {count} {count:request|requests}", "{path}：{count} 个请求"),
    "batch-nothing": ("nothing changed: there is nothing to ask", "没有变化：没有要问的内容"),
    "batch-read": (
        "{new} {new:answer|answers} taken in, {known} known before, {failed} failed, {foreign} belong to nothing "
        "that is asked now",
        "读入 {new} 个回答，{known} 个先前已有，{failed} 个失败，{foreign} 个与现在要问的无关",
    ),
    "batch-line": ("a line of the file is no result of a batch", "文件中有一行不是批处理的结果"),
    "batch-none": ("no batch was submitted from here", "这里没有提交过批处理"),
    "batch-submitted": ("submitted as {id}", "已提交，编号 {id}"),
    "batch-refused": (
        "{host} took no batch: {detail}",
        "{host} 没有接受批处理：{detail}",
    ),
    "help-drafts-redo": (
        'Let the model draft a card again, with a word of yours.\n\nExample: studykit drafts redo 3f9a1c2b "shorter"',
        '让模型按你的一句话重拟一张卡片。\n\n例：studykit drafts redo 3f9a1c2b "更短"',
    ),
    "help-drafts-stats": (
        "How often the judge's and the lints' flags agree with what you decided.",
        "模型复查和各项检查的标记与你的决定有多一致。",
    ),
    "drafts-redone": ("drafted again as {key}:", "已重拟为 {key}："),
    "drafts-redo-failed": (
        "the model gave no card that passes the checks: {codes}",
        "模型没有给出通过检查的卡片：{codes}",
    ),
    "drafts-no-unit": (
        "The unit that this draft was read in is no more there: {note}",
        "这张卡片所在的单元已经不存在：{note}",
    ),
    "drafts-stats-row": (
        "{flag}: {decided} decided, {rejected} of them rejected ({share} %)",
        "{flag}：已决定 {decided} 张，其中拒绝 {rejected} 张（{share} %）",
    ),
    "drafts-stats-none": ("nothing was decided yet", "还没有作过决定"),
    "init-server": (
        "{name} runs on this machine ({address}). Let it draft where you ask for a model?",
        "本机正在运行 {name}（{address}）。需要模型出卡时用它吗？",
    ),
    # prompts
    "prompt-frontmatter": (
        _PROMPT + "the frontmatter of this prompt cannot be read: {detail}.",
        _PROMPT + "无法读取这个提示词的 frontmatter：{detail}。",
    ),
    "prompt-name": (
        "{path}: this file is the prompt {name}, but its frontmatter calls it {found}. Correct `name`.",
        "{path}：这个文件是提示词 {name}，但 frontmatter 里写的是 {found}。请改正 `name`。",
    ),
    "prompt-encoding": (
        "{path}: the prompt is not UTF-8: {detail}.",
        "{path}：提示词不是 UTF-8 编码：{detail}。",
    ),
    "prompt-unreadable": (
        "{path}: the prompt cannot be read: {detail}.",
        "{path}：无法读取提示词：{detail}。",
    ),
    "prompt-placeholder": (
        _PROMPT + "`{found}` is no placeholder of this prompt. It knows {known}; a dollar sign is written `$$`.",
        _PROMPT + "`{found}` 不是这个提示词的占位符。可用的有 {known}；美元符号写作 `$$`。",
    ),
    "prompt-lacks": (
        _PROMPT + "the prompt lacks {names}: without it the model is not told what to do. Put it where it belongs.",
        _PROMPT + "提示词缺少 {names}：没有它模型不知道要做什么。请补在合适的位置。",
    ),
    "prompt-parameters": (
        "{path}: `parameters` holds numbers under the names {known}. Correct it.",
        "{path}：`parameters` 只能有以下名称的数字：{known}。请改正。",
    ),
}
