// Before anything is painted: the theme that the reader chose, if not the system's.
try {
  const theme = localStorage.getItem("loose-threads-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Nothing can be kept here: the system's theme it is.
}
