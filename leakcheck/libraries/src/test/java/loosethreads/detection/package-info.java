/** The same programs under two detectors: what each reports, and whom it blames for nothing. */
package loosethreads.detection;
