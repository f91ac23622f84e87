use cors_policy::cors_policy;

cors_policy!();
cors_policy!(cors.yaml);
cors_policy!(pub Api = "../pass/cors.yaml");
cors_policy!(struct First);
cors_policy!(struct Second = cors.yaml);
cors_policy!(struct Third = "../pass/cors.yaml" profile = "development");
cors_policy!(struct Fourth = "../pass/cors.yaml", profil = "development");
cors_policy!(struct Fifth = "../pass/cors.yaml", profile = "development", profile = "development");
cors_policy!(struct Sixth = "../pass/cors.yaml", crate = "cors_policy");

fn main() {}
