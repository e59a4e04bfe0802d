// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.portal.Listing;
import io.directio.emulator.portal.ListingEdit;
import io.directio.emulator.portal.LoginPage;
import io.directio.emulator.wire.Response;
import java.util.function.Consumer;

/** Faults of the portal. */
public final class PortalFaults extends FaultScope<PortalFaults> {
  PortalFaults(FaultPlan plan, Fault.Scope scope, Files files) {
    super(plan, scope, files);
  }

  @Override
  PortalFaults with(Fault.Scope other) {
    return new PortalFaults(plan, other, files);
  }

  /** The login page with status 200 in place of JSON. */
  public Fault loginPage() {
    return respond(200).body(LoginPage.CONTENT_TYPE, LoginPage.HTML);
  }

  /** A redirect (302) to the login page. */
  public Fault redirectToLogin() {
    return redirectTo("/ServicesPortal/login");
  }

  /** This text as JSON with status 200 in place of the listing. */
  public Fault json(String text) {
    return respond(200).body("application/json;charset=UTF-8", text);
  }

  /** The listing, changed so. */
  public Fault listing(Consumer<ListingEdit> changes) {
    ListingEdit edit = new ListingEdit();
    changes.accept(edit);
    return act(
        (exchange, origin) -> {
          Response truth = origin.response();
          exchange.send(
              truth.body() instanceof Listing listing ? truth.with(listing.edited(edit)) : truth);
        });
  }
}
