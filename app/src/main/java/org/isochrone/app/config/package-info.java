/** The one configuration file, what overrides it, and everything that is read from it. */
@NullMarked
package org.isochrone.app.config;

import org.jspecify.annotations.NullMarked;
