/** The own DNS listener; the only package that imports dnsjava. */
@NullMarked
package org.isochrone.pdns.dns;

import org.jspecify.annotations.NullMarked;
