/**
 * Programs with well-known libraries: each leaks by misuse once, and uses its library right once.
 */
package loosethreads.libraries;
