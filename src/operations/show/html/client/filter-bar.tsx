/** Search, the choice of an account, and how much is shown. */
import type { RefObject } from "preact";
import { isFiltering, NO_FILTER, placeKey, type Filter } from "../model/filter";
import { number } from "../model/figures";
import type { Order } from "../model/order";
import type { View } from "./view";

interface Props {
  readonly view: View;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly onOrder: (order: Order) => void;
  readonly searching: boolean;
  readonly searchBox: RefObject<HTMLInputElement | null>;
}

export function FilterBar({ view, filter, onFilter, onOrder, searching, searchBox }: Props) {
  const { report, rows, ready } = view;
  const shown = `${number(rows.length)} of ${number(report.rows.length)} instances`;
  return (
    <search class="filter">
      <label class="hidden" for="search">
        Search in names, ids, failures, inputs and outputs
      </label>
      <input
        ref={searchBox}
        id="search"
        type="search"
        placeholder="Search names, ids, failures, inputs and outputs ( / )"
        autocomplete="off"
        spellcheck={false}
        value={filter.search}
        onInput={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") onFilter({ ...filter, search: "" });
        }}
      />
      <label class="hidden" for="place">
        Account and Region
      </label>
      <select
        id="place"
        value={filter.place ?? ""}
        onChange={({ currentTarget: { value } }) => onFilter({ ...filter, place: value === "" ? undefined : value })}
      >
        <option value="">All accounts and Regions</option>
        {report.places.map((place) => (
          <option key={placeKey(place)} value={placeKey(place)}>
            {place.accountName}, {place.region}
          </option>
        ))}
      </select>
      <label class="hidden" for="order">
        Order of accounts and instances
      </label>
      <select id="order" value={view.order} onChange={(event) => onOrder(event.currentTarget.value as Order)}>
        <option value="severity">Failures first</option>
        <option value="name">By name</option>
      </select>
      <button type="button" disabled={!isFiltering(filter)} onClick={() => onFilter(NO_FILTER)}>
        Show all
      </button>
      <p class="shown" role="status">
        {searching ? "Searching …" : ready ? shown : `${shown}; outputs are being read`}
      </p>
    </search>
  );
}
