/** The operator console in Chinese. See i18n.js. */
export default {
  "Pages": "页面",
  "Console": "控制台",
  "API": "API",
};
