/** The gateway's pages in Chinese, in groups: what several pages say, then page by page. See i18n.js. */
export default {
  // every page
  "Pages": "页面",
  "Sign in": "登录",
  "Inbox": "收件箱",
  "Chat": "聊天",
};
