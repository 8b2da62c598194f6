/** The publisher's API in Chinese. See i18n.js. */
export default {
  "API · Halley": "API · Halley",
  "Pages": "页面",
  "Console": "控制台",
  "API": "API",
  "The publisher’s API": "发布端 API",
  "Back ends publish events and push URLs here; browsers get them from a gateway. For programs: {0}.":
    "后端在这里发布事件、推送网址，浏览器则从网关接收。供程序使用：{0}。",
  "Every request below `/v1` carries the publish key. It is `HALLEY_PUBLISH_KEY` if that is set; otherwise Halley makes one and keeps it in its data folder. For the lines on this page:":
    "`/v1` 下的每个请求都要携带发布密钥。如果设置了 `HALLEY_PUBLISH_KEY`，就以它为准；否则 Halley 会生成一个密钥，保存在数据目录中。本页的命令按如下方式取得密钥：",
  "On this page": "本页内容",

  // push
  "Push a URL": "推送网址",
  "Shows users a page, at once if they have Halley open, else when they open it.":
    "向用户显示一个页面：如果用户已打开 Halley，则立即显示；否则在用户打开时显示。",
  "`to` is a list of up to 1,000 user ids (one that is named twice counts once), or `\"online\"`: whoever is online at this moment, up to 10,000 users, or `\"all\"`: everybody, with a single event. Without `://`, `http://` is put before the address; only http and https are taken. An address is sent on as a browser would send it, in ASCII.":
    "`to` 可以是最多 1,000 个用户 ID 的列表（重复的只计一次），也可以是 `\"online\"`，即此刻在线的用户，最多 10,000 个，或者 `\"all\"`，即用一个事件推送给所有人。网址中没有 `://` 时，会在前面加上 `http://`；只接受 http 和 https。网址按浏览器的方式转成 ASCII 后发送。",
  "The answer has one result per user:": "响应中每个用户对应一个结果：",

  // publish, batch, once
  "Publish an event": "发布事件",
  "Answers 201 and `{\"channel\",\"id\",\"time\"}` once the event is in the log. Without a type it is `message`. The data is any JSON, kept token for token. Plain text becomes a string:":
    "事件写入日志后返回 201 和 `{\"channel\",\"id\",\"time\"}`。未指定类型时为 `message`。数据可以是任意 JSON，每个词法单元都原样保留。纯文本会变成字符串：",
  "With `type=` in the query, the whole body is the data:": "查询参数中带有 `type=` 时，整个请求体就是数据：",
  "Publish many": "批量发布",
  "Publish many events": "批量发布事件",
  "A JSON array, or one object a line (`application/x-ndjson`); up to 1,000 entries and 1 MiB. Entries of one channel are stored next to each other and in order.":
    "一个 JSON 数组，或每行一个对象（`application/x-ndjson`）；最多 1,000 条、1 MiB。同一频道的各条按顺序连续存储。",
  "The answer is 200 with one result per entry, in order, each with its own `status`: 201 with `channel`, `id` and `time`, or that of its `problem`. After an entry that fails, later ones of the same channel are not attempted (424). If the store is away so that nothing could be stored at all, the answer is 503 as a whole.":
    "返回 200，按顺序给出每一条的结果，各有自己的 `status`：成功为 201，带有 `channel`、`id` 和 `time`；失败则为其 `problem` 的状态码。某一条失败后，同一频道后面的各条不再尝试（424）。如果存储不可用，什么都没能存下，则整体返回 503。",
  "Exactly once": "恰好一次",
  "A request with an `Idempotency-Key` can be repeated for 24 hours: what is there already is not stored again, and the first answer returns, with `Idempotency-Replayed: true`. A key counts per channel; another body under the same key is refused (422). A batch gives its entries the keys `KEY#0`, `KEY#1` …; a push uses the same key in every user’s channel.":
    "带有 `Idempotency-Key` 的请求可以在 24 小时内重复：已有的内容不会再次存储，而是返回第一次的响应，并带有 `Idempotency-Replayed: true`。键按频道计算；同一个键对应不同的请求体会被拒绝（422）。批量发布时各条的键为 `KEY#0`、`KEY#1` …；推送时在每个用户的频道中使用同一个键。",
  "Without one, a request that got no answer, or 503, may or may not have been stored.":
    "如果没有这个键，未收到响应或收到 503 的请求可能已存储，也可能没有。",

  // users
  "Users": "用户",
  "Lists who has signed in, by id: `{\"users\":[{\"user\",\"online\",\"firstSeen\",\"lastSeen\",\"devices\"}],\"next\",\"presence\"}`. All of `online=`, `prefix=`, `after=` and `limit=` (up to 1,000) may be left out; for the next part, send `next` as `after=`. Each of the `devices` has `client`, `transport`, `gateway` and `since`.":
    "按 ID 列出登录过的用户：`{\"users\":[{\"user\",\"online\",\"firstSeen\",\"lastSeen\",\"devices\"}],\"next\",\"presence\"}`。`online=`、`prefix=`、`after=` 和 `limit=`（最大 1,000）都可以省略；要取下一部分，把 `next` 作为 `after=` 发送。`devices` 中的每一项有 `client`、`transport`、`gateway` 和 `since`。",
  "`presence` is `{\"online\":2,\"unknownSince\":null}`: how many users are online. After an outage or a restart of the store, `unknownSince` says for a short time since when that is not certain. One user:":
    "`presence` 为 `{\"online\":2,\"unknownSince\":null}`，即在线用户数。存储中断或重启之后的一小段时间内，`unknownSince` 给出从何时起该数字无法确定。查询单个用户：",
  "Who comes and goes is also in the channel `presence`, one event of type `join` or `leave` for each change.":
    "用户的上线和离线也会出现在频道 `presence` 中，每次变化对应一个类型为 `join` 或 `leave` 的事件。",

  // inbox and receipts
  "Inbox and receipts": "收件箱和回执",
  "What became of a push, or of any event in the channel of a user or in `users`:":
    "查询一次推送的结果，或用户频道、`users` 频道中任一事件的结果：",
  "Answers one receipt per `of=USER/ID`, of which there may be 100, in order: `{\"receipts\":[{\"user\",\"id\",\"state\",\"sent\",\"written\",\"delivered\",\"read\"}]}`. The `state` says how far the event came: `sent`, it is in the log; `written`, it went to a socket of the user; `delivered`, the user’s page has said that it came; `read`; or `gone`, it is not retained any more. The others are times in ms since 1970, null for what has not happened.":
    "每个 `of=USER/ID`（最多 100 个）按顺序对应一个回执：`{\"receipts\":[{\"user\",\"id\",\"state\",\"sent\",\"written\",\"delivered\",\"read\"}]}`。`state` 表示事件到了哪一步：`sent`，已写入日志；`written`，已写出到用户的套接字；`delivered`，用户的页面已确认收到；`read`，已读；或 `gone`，已不再保留。其余为时间，即 1970 年以来的毫秒数，尚未发生的为 null。",
  "All that a user has and has not read, newest first:": "列出用户的全部内容，已读和未读，最新的在前：",
  "Answers `{\"events\":[…],\"next\",\"unread\",\"dropped\",\"readUpTo\",\"head\",\"version\"}`; each event has `readAt` and its `receipt` beside its own fields. `state=` is `unread`, `read` or `all`; `unread` counts what is retained and was not read, `dropped` what retention took before that. For the next part, send `next` as `after=`.":
    "返回 `{\"events\":[…],\"next\",\"unread\",\"dropped\",\"readUpTo\",\"head\",\"version\"}`；每个事件除自身字段外还有 `readAt` 和 `receipt`。`state=` 可为 `unread`、`read` 或 `all`；`unread` 是仍保留且未读的数量，`dropped` 是未读就因保留期限或数量而被清除的数量。要取下一部分，把 `next` 作为 `after=` 发送。",

  // gateways, channels, history
  "Gateways": "网关",
  "Answers `{\"gateways\":[{\"gateway\",\"streams\",\"polls\",\"users\",\"events\"}],\"time\"}`, one entry per process: open streams, held polls, users who are connected there, and how many events were written since the process began.":
    "返回 `{\"gateways\":[{\"gateway\",\"streams\",\"polls\",\"users\",\"events\"}],\"time\"}`，每个进程一项：打开的流、挂起的轮询、连接在该网关的用户，以及进程启动以来写出的事件数。",
  "Channels": "频道",
  "Lists channels that hold events, by name: `{\"channels\":[{\"channel\",\"epoch\",\"earliest\",\"head\",\"events\",\"bytes\",\"subscribers\"}],\"next\"}`. One channel, and deleting its events (204):":
    "按名称列出有事件的频道：`{\"channels\":[{\"channel\",\"epoch\",\"earliest\",\"head\",\"events\",\"bytes\",\"subscribers\"}],\"next\"}`。查询单个频道，以及删除频道中的事件（204）：",
  "History": "历史",
  "Answers `{\"events\":[…],\"cursor\":\"k3f9x2ab.42\",\"more\":false}`, up to 1,000 events and 1 MiB of data. The next part begins at that `cursor`; besides it there are `start`, `now` and `last:N`. If a cursor is no longer covered by what is retained, the first event is a `$gap`, and reading goes on at the earliest one. `clock` has no history.":
    "返回 `{\"events\":[…],\"cursor\":\"k3f9x2ab.42\",\"more\":false}`，最多 1,000 个事件、1 MiB 数据。下一部分从该 `cursor`（游标）开始；此外还可以用 `start`、`now` 和 `last:N`。如果游标处的内容已不再保留，第一个事件是 `$gap`，然后从最早保留的事件继续。`clock` 没有历史。",
  "With `wait=`, 0 to 30 seconds, an answer without events is held until there is one. So a back end can follow a channel: ask with the `cursor` of the last answer, again and again. At most 1,000 requests are held per event loop of a publisher; beyond that they are answered at once.":
    "带有 `wait=`（0 到 30 秒）时，如果没有事件，响应会等到有事件时才返回。这样后端就可以持续跟踪一个频道：每次都用上一次响应的 `cursor` 再次请求。发布端的每个事件循环最多挂起 1,000 个请求，超出的请求立即得到响应。",

  // errors
  "Errors": "错误",
  "Errors are `application/problem+json`. The `type` is `urn:problem-type:halley:` and one of the words below, which will not change; `detail` names the offending value and what was expected. After a 4xx nothing was stored.":
    "错误以 `application/problem+json` 返回。`type` 由 `urn:problem-type:halley:` 加上下表中的一个词组成，这些词不会改变；`detail` 指出有问题的值以及期望的值。返回 4xx 时，什么都没有存储。",
  "Status": "状态码",
  "Type": "类型",
  "Meaning": "含义",
  "not JSON, not UTF-8, empty, or not of the right shape": "不是 JSON、不是 UTF-8、为空或结构不对",
  "a field that is not known, or there twice": "字段未知或重复",
  "a name or value that breaks its rule, or is missing": "名称或值不合规则，或缺失",
  "of a push": "用于推送",
  "no key, two keys, or one that is too long": "没有键、有两个键或键过长",
  "of the query": "用于查询参数",
  "an address or header that can’t be read": "地址或请求头无法解析",
  "the publish key is missing or wrong": "缺少发布密钥或密钥错误",
  "`clock` and `presence` are Halley’s own": "`clock` 和 `presence` 由 Halley 自用",
  "no such path, user or channel": "没有此路径、用户或频道",
  "see `Allow`": "见 `Allow`",
  "over a limit, which is named": "超出限制，会指明是哪一项",
  "over 16 KiB": "超过 16 KiB",
  "over 16 KiB, or more than 100": "超过 16 KiB，或多于 100 个",
  "the detail shows what to send": "detail 中说明应发送什么",
  "an `Expect` other than `100-continue`": "`Expect` 不是 `100-continue`",
  "the key was used in this channel for another body": "该键已在此频道中用于另一个请求体",
  "of a batch: an entry before it failed": "用于批量发布：前面有一条失败",
  "see the log of the server": "见服务器日志",
  "not now: the store is away or busy; see `Retry-After`": "暂时无法处理：存储不可用或繁忙；见 `Retry-After`",

  // limits
  "Limits": "限制",
  "Data of one event": "单个事件的数据",
  "64 KiB, without white space between tokens": "64 KiB，不计词法单元之间的空白",
  "Body": "请求体",
  "256 KiB; batch 1 MiB and 1,000 entries; push 128 KiB; nested up to 1,000 deep, numbers up to 1,000 characters":
    "256 KiB；批量发布 1 MiB、1,000 条；推送 128 KiB；最多嵌套 1,000 层，数字最长 1,000 个字符",
  "Push": "推送",
  "1,000 users; 10,000 for `\"online\"`; address 2,048 and title 200 characters":
    "1,000 个用户；`\"online\"` 时 10,000 个；网址 2,048 个字符，标题 200 个字符",
  "Receipts": "回执",
  "100 a request": "每个请求 100 个",
  "Part of a list": "列表的一部分",
  "1,000, and 100 if nothing is said": "最大 1,000，未指定时为 100",
  "200 visible ASCII characters": "200 个可见的 ASCII 字符",
  "Request line, headers": "请求行、请求头",
  "16 KiB each": "各 16 KiB",
  "Connection": "连接",
  "closed after 75 s of silence": "75 秒无活动后关闭",

  // names
  "Names": "名称",
  "A {0} is 1 to 64 of `A-Z a-z 0-9 . _ ~ @ + -`, first a letter or digit. A {1} is up to 200 of the same in parts joined by `:`, of which the first is its namespace: `user:ID` is a user’s own channel, `users` reaches every user, `chat:NAME` any signed-in user, `public:NAME` anyone. Other names without `:` are reserved. In an address, `+` is written `%2B`. A {2} is 1 to 64 of `A-Z a-z 0-9 . _ : -`, first a letter or digit, but not `open` or `error`.":
    "{0}由 1 到 64 个 `A-Z a-z 0-9 . _ ~ @ + -` 中的字符组成，以字母或数字开头。{1}最多 200 个同样的字符，各段以 `:` 连接，第一段为命名空间：`user:ID` 是用户自己的频道，`users` 面向所有用户，`chat:NAME` 面向任何已登录的用户，`public:NAME` 面向任何人。其他不含 `:` 的名称为保留名称。在网址中，`+` 写作 `%2B`。{2}由 1 到 64 个 `A-Z a-z 0-9 . _ : -` 中的字符组成，以字母或数字开头，但不能是 `open` 或 `error`。",
  "user id": "用户 ID",
  "channel": "频道",
  "type": "类型",
};
