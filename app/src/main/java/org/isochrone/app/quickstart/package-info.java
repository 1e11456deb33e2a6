/** The whole system on one machine, over a simulated internet. */
@NullMarked
package org.isochrone.app.quickstart;

import org.jspecify.annotations.NullMarked;
