/** Reading of configured values, with every problem found in one pass. */
@NullMarked
package org.isochrone.steering.config;

import org.jspecify.annotations.NullMarked;
