-- Two who saved estimates at once could leave rows whose set was deleted already. Now whoever is overtaken notices.
DELETE FROM estimate WHERE run_key NOT IN (SELECT r.run_key FROM estimate_run r);
