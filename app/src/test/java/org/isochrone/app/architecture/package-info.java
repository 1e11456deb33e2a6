/** Who may see whom, and which habits every file keeps: rules that fail the build. */
@NullMarked
package org.isochrone.app.architecture;

import org.jspecify.annotations.NullMarked;
