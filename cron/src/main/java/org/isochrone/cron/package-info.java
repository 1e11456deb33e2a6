/** When things run: Quartz jobs, crontab and systemd files. */
@NullMarked
package org.isochrone.cron;

import org.jspecify.annotations.NullMarked;
