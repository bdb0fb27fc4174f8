export { countryAttribution, loadCountries } from './countries.ts';
