/* Enhancement only: every page works without this file. */
(function () {
  "use strict";
  var summary = document.querySelector(".errors");
  if (summary) summary.focus();
})();
