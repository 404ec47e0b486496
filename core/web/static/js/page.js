// What every page needs: menus, dialogs, questions before an act, narrowing of tables.
import "./menus.js";
import "./dialogs.js";
import "./confirm.js";
import "./filter.js";
import "./scroll.js";
import "./bell.js";

// After a refused form the summary of its problems is read first.
document.querySelector("[data-focus]")?.focus();
